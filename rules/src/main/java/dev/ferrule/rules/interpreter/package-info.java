/** The plain evaluator of checked rules, for tests and for explaining. */
@NullMarked
package dev.ferrule.rules.interpreter;

import org.jspecify.annotations.NullMarked;
