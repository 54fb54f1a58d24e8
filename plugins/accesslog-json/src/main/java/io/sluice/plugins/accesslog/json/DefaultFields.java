package io.sluice.plugins.accesslog.json;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The fields of an object where the configuration names none, and which variables hold numbers. docs/logging.md lists both. */
final class DefaultFields {
    /** Their templates by their names, in the order of the line. */
    static final Map<String, String> ALL = new LinkedHashMap<>();

    static {
        ALL.put("time", "$time_iso8601");
        ALL.put("event", "$ws_event");
        ALL.put("remote_addr", "$remote_addr");
        ALL.put("remote_user", "$remote_user");
        ALL.put("scheme", "$scheme");
        ALL.put("host", "$host");
        ALL.put("method", "$request_method");
        ALL.put("uri", "$request_uri");
        ALL.put("protocol", "$server_protocol");
        ALL.put("status", "$status");
        ALL.put("outcome", "$outcome");
        ALL.put("bytes_received", "$request_length");
        ALL.put("bytes_sent", "$bytes_sent");
        ALL.put("request_time", "$request_time");
        ALL.put("request_id", "$request_id");
        ALL.put("referer", "$http_referer");
        ALL.put("user_agent", "$http_user_agent");
        ALL.put("upstream", "$proxy_host");
        ALL.put("upstream_addr", "$upstream_addr");
        ALL.put("upstream_status", "$upstream_status");
        ALL.put("upstream_connect_time", "$upstream_connect_time");
        ALL.put("upstream_header_time", "$upstream_header_time");
        ALL.put("upstream_response_time", "$upstream_response_time");
        ALL.put("ws_end", "$ws_end");
        ALL.put("ws_closed_by", "$ws_closed_by");
        ALL.put("ws_close_code", "$ws_close_code");
        ALL.put("ws_close_reason", "$ws_close_reason");
        ALL.put("ws_subprotocol", "$ws_subprotocol");
        ALL.put("ws_messages_in", "$ws_messages_in");
        ALL.put("ws_messages_out", "$ws_messages_out");
        ALL.put("ws_bytes_in", "$ws_bytes_in");
        ALL.put("ws_bytes_out", "$ws_bytes_out");
        ALL.put("ws_duration", "$ws_duration");
        ALL.put("ws_idle", "$ws_idle");
    }

    /** Where one of these alone is a field's text, the field is a number, unless several tries make it a list. */
    private static final Set<String> NUMBERS = Set.of(
            "status",
            "bytes_sent",
            "body_bytes_sent",
            "request_length",
            "request_time",
            "content_length",
            "remote_port",
            "server_port",
            "proxy_port",
            "connection",
            "connection_requests",
            "msec",
            "pid",
            "upstream_status",
            "upstream_connect_time",
            "upstream_header_time",
            "upstream_response_time",
            "upstream_bytes_received",
            "upstream_bytes_sent",
            "ssl_client_v_remain",
            "ws_close_code",
            "ws_messages_in",
            "ws_messages_out",
            "ws_bytes_in",
            "ws_bytes_out",
            "ws_duration",
            "ws_idle");

    private DefaultFields() {}

    /** Whether a field of this template is a number. */
    static boolean isNumber(String template) {
        if (!template.startsWith("$")) {
            return false;
        }
        boolean braced = template.startsWith("${") && template.endsWith("}");
        return NUMBERS.contains(braced ? template.substring(2, template.length() - 1) : template.substring(1));
    }
}
