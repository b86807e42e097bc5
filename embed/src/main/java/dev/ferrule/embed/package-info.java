@NullMarked
package dev.ferrule.embed;

import org.jspecify.annotations.NullMarked;
