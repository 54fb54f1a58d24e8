package io.sluice.server.policy;

import io.sluice.api.headers.Headers;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.http.Fields;
import java.util.function.Consumer;

/** Lets an extension that is no policy change fields, under the rules that policies have. */
public final class FieldGuard {
    private FieldGuard() {}

    /**
     * Lets an extension change the fields that go to the client.
     *
     * @param name of the extension, for messages
     * @param change the call; what it is given goes dead when it returns
     * @throws ProxyException of kind {@link ErrorKind#PLUGIN_FAILURE} when it throws; {@code fields} are then as it left them
     */
    public static void response(Fields fields, String name, Consumer<Headers> change) {
        GuardedHeaders headers = new GuardedHeaders(fields, false);
        try {
            change.accept(headers);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            throw new ProxyException(ErrorKind.PLUGIN_FAILURE, name + " on the response: " + e, e);
        } finally {
            headers.release();
        }
    }
}
