/**
 * nginx's {@code stub_status} page: enter by {@link io.sluice.plugins.status.stub.StubStatusFactory}.
 */
package io.sluice.plugins.status.stub;
