// node n3.mjs FORMAT FILE: what N3.js reads in the file, as N-Quads.
import { readFileSync } from "node:fs";
import { Parser, Writer } from "n3";

const MEDIA_TYPES = {
  turtle: "text/turtle",
  trig: "application/trig",
  nquads: "application/n-quads",
  ntriples: "application/n-triples",
};
const [form, path] = process.argv.slice(2);
const quads = new Parser({ format: MEDIA_TYPES[form] }).parse(readFileSync(path, "utf8"));
const writer = new Writer({ format: "application/n-quads" });
writer.addQuads(quads);
writer.end((error, text) => {
  if (error) throw error;
  process.stdout.write(text);
});
