/**
 * The functions that the language is made of: files, JSON, entities, rules, effects, labels,
 * experiments and patterns.
 */
@NullMarked
package dev.ferrule.rules.functions.engine;

import org.jspecify.annotations.NullMarked;
