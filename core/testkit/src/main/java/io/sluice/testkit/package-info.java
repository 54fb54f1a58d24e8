/**
 * What a test of a proxy needs, and an author of plugins may use as well. Nothing here depends on the server.
 *
 * <ul>
 *   <li>For a plugin's unit tests: {@link io.sluice.testkit.TestSettings}, {@link io.sluice.testkit.FakeExchange}, {@link
 *       io.sluice.testkit.FakeEndpoint}, {@link io.sluice.testkit.FakeHeaders}, {@link io.sluice.testkit.FakeStatus}, {@link
 *       io.sluice.testkit.TestProbe}.
 *   <li>In front of the proxy: {@link io.sluice.testkit.RawClient} and {@link io.sluice.testkit.WebSocketClient}, which
 *       send exactly the bytes they are given.
 *   <li>Behind it: {@link io.sluice.testkit.ScriptedBackend}, which behaves as badly as a test wants.
 *   <li>Beside it: {@link io.sluice.testkit.Nginx}, to compare with; {@link io.sluice.testkit.balance} compares load
 *       balancers.
 *   <li>For TLS: {@link io.sluice.testkit.tls}, an authority that issues certificates, good and bad.
 *   <li>For tests that measure time on a machine with other work: {@link io.sluice.testkit.Standstill}.
 * </ul>
 *
 * <p>Every wait has a deadline; a deadline that passes is an {@link java.lang.AssertionError}.
 */
package io.sluice.testkit;
