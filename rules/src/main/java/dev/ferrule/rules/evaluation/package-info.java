/** Events in, results out: what every way of evaluating a rule set shares. */
@NullMarked
package dev.ferrule.rules.evaluation;

import org.jspecify.annotations.NullMarked;
