/// Plain loops in double precision, obviously right: the oracle of every test of values and gradients.
package dev.gradus.backend.reference;
