/** The HTTP API: routes, requests, responses and the page. */
@NullMarked
package dev.ferrule.server.http;

import org.jspecify.annotations.NullMarked;
