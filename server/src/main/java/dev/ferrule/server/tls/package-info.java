/** The node's certificate, read again when its files change. */
@NullMarked
package dev.ferrule.server.tls;

import org.jspecify.annotations.NullMarked;
