// node jsonld.mjs FILE: what jsonld.js reads in the file, as N-Quads; a context elsewhere is not fetched.
import { readFileSync } from "node:fs";
import jsonld from "jsonld";

const documentLoader = (url) => {
  throw new Error(`the file asks for ${url}`);
};
const document = JSON.parse(readFileSync(process.argv[2], "utf8"));
process.stdout.write(await jsonld.toRDF(document, { format: "application/n-quads", documentLoader }));
