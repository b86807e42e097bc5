/** Questions in, cited answers out. */
@NullMarked
package dev.ferrule.server.answer;

import org.jspecify.annotations.NullMarked;
