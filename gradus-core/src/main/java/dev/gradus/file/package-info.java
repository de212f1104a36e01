/// Files that are there whole or not at all, whatever interrupts their writing.
package dev.gradus.file;
