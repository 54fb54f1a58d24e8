package io.sluice.plugins.headers.rules;

import io.sluice.api.Settings;
import io.sluice.api.headers.HeaderPolicy;
import io.sluice.api.headers.HeaderPolicyFactory;
import org.pf4j.Extension;

/**
 * The header policy {@code rules}: nginx's proxy_set_header, add_header and proxy_hide_header in one.
 *
 * <pre>{@code
 * { policy = rules
 *   request  { set { X-Tenant = "$arg_tenant" }, remove = [Cookie] }
 *   response { add { X-Served-By = "$upstream_addr" }, always = false } }
 * }</pre>
 */
@Extension
public final class RulesFactory implements HeaderPolicyFactory {
    @Override
    public String name() {
        return "rules";
    }

    @Override
    public HeaderPolicy create(Settings settings) {
        Settings request = settings.block("request");
        Settings response = settings.block("response");
        return new RulesPolicy(
                FieldChanges.of(request, true), FieldChanges.of(response, false), response.bool("always", true));
    }
}
