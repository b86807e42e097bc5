/** Tests of the engine. */
@NullMarked
package dev.ferrule.engine;

import org.jspecify.annotations.NullMarked;
