/**
 * The back ends that {@code sluice demo} puts behind the proxy: enter by {@link io.sluice.server.demo.DemoBackEnds}. They
 * show what comes through (a page, the request as it arrived, a WebSocket that echoes) and are plain on purpose: blocking
 * sockets, one thread for each connection. Nothing of the proxy itself uses them.
 */
package io.sluice.server.demo;
