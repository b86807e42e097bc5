/** Functions on telephone numbers. */
@NullMarked
package dev.ferrule.rules.functions.phone;

import org.jspecify.annotations.NullMarked;
