/** What {@code proto/ferrule/v1} defines, generated at build time. */
@NullMarked
package dev.ferrule.proto.v1;

import org.jspecify.annotations.NullMarked;
