// Bundles Vega into one file and writes down what it is made of. Called by ./build in a folder with node_modules.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const [, , out] = process.argv;
const { dependencies } = JSON.parse(readFileSync("package.json"));
const file = join(out, "vega.js");
const none = "./left-out.cjs";
const { metafile } = await build({
  entryPoints: ["vega.js"], outfile: file, metafile: true,
  bundle: true, minify: true, format: "esm", target: "es2022", legalComments: "none", charset: "utf8",
  alias: { "d3-geo": none, "topojson-client": none, "d3-dsv": none }, logLevel: "error",
});

const folders = new Set(Object.keys(metafile.inputs).map((path) => path.match(/^.*node_modules\/[^/]+/)?.[0]).filter(Boolean));
const packages = [...folders].map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json")));
  const own = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  const text = own ? join(folder, own) : name.startsWith("vega-") && "node_modules/vega/LICENSE"; // some parts of Vega leave it to the whole
  return { name, version, license, text: readFileSync(text, "utf8").trim() };
}).sort((a, b) => (a.name + a.version < b.name + b.version ? -1 : 1));

const texts = new Map();                              // one licence for the packages that share its words
for (const { name, version, text } of packages) texts.set(text, [...(texts.get(text) ?? []), `${name} ${version}`]);
writeFileSync(join(out, "vega.LICENSE.txt"), [...texts].map(([words, names]) => `${names.join(", ")}\n\n${words}\n`).join(`\n${"-".repeat(80)}\n\n`));

const { transforms } = await import(pathToFileURL(file));
writeFileSync(join(out, "vega.json"), JSON.stringify({
  "made by": "scripts/runtime/build",
  versions: { vega: dependencies.vega, "vega-interpreter": dependencies["vega-interpreter"], esbuild: dependencies.esbuild },
  sha256: Object.fromEntries(["vega.js", "vega.LICENSE.txt"].map((name) => [name, createHash("sha256").update(readFileSync(join(out, name))).digest("hex")])),
  packages: Object.fromEntries(packages.map(({ name, version, license }) => [name, `${version}, ${license}`])),
  transforms: Object.keys(transforms).sort(),
}, null, 2) + "\n");
