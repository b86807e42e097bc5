/** Functions that workers compute: who joined, batches, what goes wrong, processes of the node. */
@NullMarked
package dev.ferrule.server.workers;

import org.jspecify.annotations.NullMarked;
