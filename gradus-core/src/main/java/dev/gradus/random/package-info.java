/// Random numbers as pure functions of seed, name and place, so that who computes them never matters.
package dev.gradus.random;
