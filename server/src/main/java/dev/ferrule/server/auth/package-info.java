/** API keys and roles. */
@NullMarked
package dev.ferrule.server.auth;

import org.jspecify.annotations.NullMarked;
