/** Functions computed by WebAssembly modules, each call within limits. */
@NullMarked
package dev.ferrule.rules.wasm;

import org.jspecify.annotations.NullMarked;
