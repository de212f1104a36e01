/// Pages of results: each one file with all that it needs, in both languages, for light and dark, readable without a network.
package dev.gradus.lab.page;
