/// A network with its weights: create, predict, evaluate, look inside, save, load. Start with [dev.gradus.model.Model].
package dev.gradus.model;
