/// The course: its experiments, each a short class to read as an example of the API, with its words beside it in two languages.
package dev.gradus.lab.course;
