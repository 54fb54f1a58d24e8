package io.sluice.plugins.status.stub;

import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.StatusResponse;
import io.sluice.api.status.StatusView;

/** The page. Programs parse it by its exact form: the spaces at the ends of lines are nginx's. */
final class StubStatus implements StatusEndpoint {
    @Override
    public String path() {
        return "/stub_status";
    }

    @Override
    public StatusResponse respond(StatusView status) {
        String body = "Active connections: " + status.activeConnections() + " \n"
                + "server accepts handled requests\n"
                + " " + status.acceptedConnections() + " " + status.handledConnections() + " " + status.requests()
                + " \n"
                + "Reading: " + status.reading() + " Writing: " + status.writing() + " Waiting: " + status.waiting()
                + " \n";
        return StatusResponse.ok("text/plain", body);
    }
}
