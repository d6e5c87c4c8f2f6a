// Stands in for what no chart here asks for: d3-geo, topojson-client, d3-dsv.
module.exports = {};
