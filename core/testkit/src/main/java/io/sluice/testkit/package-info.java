/**
 * What a test of a proxy needs and a plugin's author may use as well. For a plugin's unit tests: {@link
 * io.sluice.testkit.TestSettings}, {@link io.sluice.testkit.FakeExchange}, {@link io.sluice.testkit.FakeEndpoint},
 * {@link io.sluice.testkit.FakeHeaders}, {@link io.sluice.testkit.FakeStatus}.
 *
 * <p>Nothing here depends on the server.
 */
package io.sluice.testkit;
