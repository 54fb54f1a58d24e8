package io.sluice.server.policy;

import io.sluice.api.headers.FieldRules;
import io.sluice.api.headers.Headers;
import io.sluice.server.http.Fields;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * What a policy gets to see of a message's fields: all of them to read, those of the message to change. It goes dead when
 * the policies are done, so that one that kept it cannot change a head that is being sent.
 */
final class GuardedHeaders implements Headers {
    private final boolean request;
    private Fields fields;

    GuardedHeaders(Fields fields, boolean request) {
        this.fields = fields;
        this.request = request;
    }

    void release() {
        fields = null;
    }

    private Fields open() {
        if (fields == null) {
            throw new IllegalStateException("the header fields were used after the policy had returned");
        }
        return fields;
    }

    @Override
    public void set(String name, String value) {
        FieldRules.checkName(name);
        FieldRules.checkValue(name, value);
        open().setChecked(name, value);
    }

    @Override
    public void add(String name, String value) {
        FieldRules.checkName(name);
        FieldRules.checkValue(name, value);
        checkNotHost(name, "added");
        open().addChecked(name, value);
    }

    @Override
    public void remove(String name) {
        FieldRules.checkName(name);
        checkNotHost(name, "removed");
        open().remove(name);
    }

    private void checkNotHost(String name, String change) {
        if (request && name.equalsIgnoreCase("Host")) {
            throw new IllegalArgumentException("header field '" + name + "' of a request cannot be " + change
                    + " (expected: set, there is exactly one by RFC 9112 section 3.2)");
        }
    }

    @Override
    public String first(String name) {
        return open().first(name);
    }

    @Override
    public List<String> all(String name) {
        return open().all(name);
    }

    @Override
    public void forEach(BiConsumer<String, String> consumer) {
        open().forEach(consumer);
    }

    @Override
    public int size() {
        return open().size();
    }

    @Override
    public boolean contains(String name) {
        return open().contains(name);
    }
}
