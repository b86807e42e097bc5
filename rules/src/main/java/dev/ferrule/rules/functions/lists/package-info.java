/** Functions on list values. */
@NullMarked
package dev.ferrule.rules.functions.lists;

import org.jspecify.annotations.NullMarked;
