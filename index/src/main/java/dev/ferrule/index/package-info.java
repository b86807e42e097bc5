@NullMarked
package dev.ferrule.index;

import org.jspecify.annotations.NullMarked;
