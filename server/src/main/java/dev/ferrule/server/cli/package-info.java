/** The command line. */
@NullMarked
package dev.ferrule.server.cli;

import org.jspecify.annotations.NullMarked;
