// What explore.js needs of Vega: charts of rows and columns, drawn as SVG, computed without eval. Left out are maps,
// networks, trees, word clouds, automatic labels, regression and loading data from elsewhere.
import { transforms } from "vega-dataflow";
import * as data from "vega-transforms";
import * as encode from "vega-encode";
import * as view from "vega-view-transforms";

Object.assign(transforms, data, encode, view);

export { transforms };
export { parse } from "vega-parser";
export { View } from "vega-view";
export { SVGHandler, SVGRenderer, renderModule, textMetrics } from "vega-scenegraph";
export { expressionInterpreter } from "vega-interpreter";
