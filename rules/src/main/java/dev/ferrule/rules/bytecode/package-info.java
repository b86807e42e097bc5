/** Rules as JVM bytecode: slots, the operations on them, and the compiler. */
@NullMarked
package dev.ferrule.rules.bytecode;

import org.jspecify.annotations.NullMarked;
