/** What {@code proto/osprey} defines, generated at build time. */
@NullMarked
package dev.ferrule.proto.osprey;

import org.jspecify.annotations.NullMarked;
