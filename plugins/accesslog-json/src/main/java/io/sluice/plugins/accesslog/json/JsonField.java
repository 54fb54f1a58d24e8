package io.sluice.plugins.accesslog.json;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.sluice.api.Template;

/**
 * One field of the object.
 *
 * @param name its name, escaped once and for all
 * @param template its text
 * @param number whether a text that is a number in JSON's form is written as one
 */
record JsonField(SerializableString name, Template template, boolean number) {
    JsonField(String name, Template template, boolean number) {
        this(new SerializedString(Utf8.octets(name)), template, number);
    }

    JsonField asNumber() {
        return new JsonField(name, template, true);
    }
}
