/// The report of a run: what its files and its test say, as a page of figures. Begin with [dev.gradus.cli.report.Report]; how
/// figures look is the business of `dev.gradus.plot`.
package dev.gradus.cli.report;
