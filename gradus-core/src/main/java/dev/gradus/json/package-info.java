/// JSON for the headers of model files. Not exported: outside core, use a library.
package dev.gradus.json;
