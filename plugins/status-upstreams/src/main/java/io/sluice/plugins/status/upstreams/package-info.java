/**
 * The page on upstreams and their endpoints: enter by {@link io.sluice.plugins.status.upstreams.UpstreamsPageFactory}.
 */
package io.sluice.plugins.status.upstreams;
