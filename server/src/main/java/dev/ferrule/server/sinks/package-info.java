/** Where results go: a file, or what others write against {@link ResultSink}. */
@NullMarked
package dev.ferrule.server.sinks;

import org.jspecify.annotations.NullMarked;
