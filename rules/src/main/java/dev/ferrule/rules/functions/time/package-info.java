/** Functions on lengths of time and points in time. */
@NullMarked
package dev.ferrule.rules.functions.time;

import org.jspecify.annotations.NullMarked;
