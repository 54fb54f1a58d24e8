/** All that is known of the server as JSON: enter by {@link io.sluice.plugins.status.json.JsonPageFactory}. */
package io.sluice.plugins.status.json;
