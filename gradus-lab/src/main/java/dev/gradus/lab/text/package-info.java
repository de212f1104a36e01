/// Words in the lab's two languages, and numbers as text.
package dev.gradus.lab.text;
