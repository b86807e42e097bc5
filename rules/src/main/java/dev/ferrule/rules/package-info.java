/** Rules in Python syntax: check, compile to bytecode, evaluate. */
@NullMarked
package dev.ferrule.rules;

import org.jspecify.annotations.NullMarked;
