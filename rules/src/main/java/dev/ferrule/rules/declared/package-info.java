/** Functions that a rule set declares in {@code functions.yaml}: effects, and WASM modules. */
@NullMarked
package dev.ferrule.rules.declared;

import org.jspecify.annotations.NullMarked;
