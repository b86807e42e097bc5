/** Rules that judge questions and answers. */
@NullMarked
package dev.ferrule.server.guard;

import org.jspecify.annotations.NullMarked;
