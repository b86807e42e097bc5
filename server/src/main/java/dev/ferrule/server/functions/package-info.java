/** What functions of rules ask of the node. */
@NullMarked
package dev.ferrule.server.functions;

import org.jspecify.annotations.NullMarked;
