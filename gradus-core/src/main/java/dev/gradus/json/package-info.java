/// JSON for the headers of model files, and for the readers of dev.gradus.data. Not exported to others: use a library.
package dev.gradus.json;
