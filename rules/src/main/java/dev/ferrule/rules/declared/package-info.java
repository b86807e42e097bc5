/**
 * Functions that a rule set declares: effects and WASM modules in {@code functions.yaml}, those of
 * workers in {@code workers.yaml}.
 */
@NullMarked
package dev.ferrule.rules.declared;

import org.jspecify.annotations.NullMarked;
