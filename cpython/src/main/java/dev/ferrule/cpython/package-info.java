/**
 * CPython inside this process: its shared library called through {@code java.lang.foreign}, for
 * trusted functions that take microseconds.
 */
@NullMarked
package dev.ferrule.cpython;

import org.jspecify.annotations.NullMarked;
