/** Functions that ask a model what texts mean. */
@NullMarked
package dev.ferrule.rules.functions.semantic;

import org.jspecify.annotations.NullMarked;
