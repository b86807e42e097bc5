/**
 * The engine for a process that is no node: rules, tokens, vectors and search over large arrays, in
 * few calls. It runs the code that a node runs.
 */
@NullMarked
package dev.ferrule.engine;

import org.jspecify.annotations.NullMarked;
