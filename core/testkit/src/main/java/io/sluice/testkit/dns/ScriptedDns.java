package io.sluice.testkit.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A name server on 127.0.0.1, over UDP and TCP on the same port. It answers what a test says, which can be changed at any
 * time; names that it was not told of are not there (NXDOMAIN). Names are compared without regard to case. Thread-safe.
 */
public final class ScriptedDns implements AutoCloseable {
    private static final int HEADER = 12;
    private static final int BIND_TRIES = 50;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Map<String, Map<Integer, DnsAnswer>> names = new ConcurrentHashMap<>();
    private final List<String> questions = new CopyOnWriteArrayList<>();

    private ScriptedDns(DatagramSocket udp, ServerSocket tcp) {
        this.udp = udp;
        this.tcp = tcp;
    }

    /** Starts one on a free port. */
    public static ScriptedDns start() throws IOException {
        for (int left = BIND_TRIES; ; left--) {
            ServerSocket tcp = new ServerSocket(0, 50, InetAddress.getByAddress(LOOPBACK));
            try {
                ScriptedDns dns = new ScriptedDns(new DatagramSocket(tcp.getLocalSocketAddress()), tcp);
                dns.run("dns-udp", dns::serveUdp);
                dns.run("dns-tcp", dns::serveTcp);
                return dns;
            } catch (IOException e) {
                tcp.close(); // the port is taken by another's UDP socket
                if (left == 0) {
                    throw e;
                }
            }
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) tcp.getLocalSocketAddress();
    }

    /** Where it listens, {@code 127.0.0.1:5353}. */
    public String hostPort() {
        return "127.0.0.1:" + tcp.getLocalPort();
    }

    /** Says what is answered from now on to questions for this name and type; other types of the name are then empty. */
    public ScriptedDns answer(String name, int type, DnsAnswer answer) {
        names.computeIfAbsent(key(name), any -> new ConcurrentHashMap<>()).put(type, answer);
        return this;
    }

    /** Says which addresses a name has, in place of those it had: none for a name that is there without any. */
    public ScriptedDns addresses(String name, long ttl, String... literals) {
        String[] four =
                Arrays.stream(literals).filter(text -> !text.contains(":")).toArray(String[]::new);
        String[] six =
                Arrays.stream(literals).filter(text -> text.contains(":")).toArray(String[]::new);
        answer(name, DnsAnswer.A, DnsAnswer.EMPTY.addresses(name, ttl, four));
        return answer(name, DnsAnswer.AAAA, DnsAnswer.EMPTY.addresses(name, ttl, six));
    }

    /** Answers this to every question for a name. */
    public ScriptedDns always(String name, DnsAnswer answer) {
        for (int type : List.of(DnsAnswer.A, DnsAnswer.AAAA, DnsAnswer.SRV)) {
            answer(name, type, answer);
        }
        return this;
    }

    /** Each question that came, in order: {@code chat.internal 28 udp}, the number being the type. */
    public List<String> questions() {
        return List.copyOf(questions);
    }

    /** How many questions came for this name and type. */
    public int asked(String name, int type) {
        String prefix = key(name) + " " + type + " ";
        return (int) questions.stream().filter(one -> one.startsWith(prefix)).count();
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }

    private interface Serving {
        void serve() throws IOException;
    }

    private void run(String name, Serving serving) {
        Thread thread = new Thread(
                () -> {
                    while (!tcp.isClosed()) {
                        try {
                            serving.serve();
                        } catch (IOException | RuntimeException e) {
                            // closed, or a client that broke off or sent no question: the next one is served
                        }
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private void serveUdp() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
        udp.receive(packet);
        byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()), false);
        if (answer != null) {
            udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
    }

    private void serveTcp() throws IOException {
        Socket socket = tcp.accept();
        Thread thread = new Thread(() -> serve(socket), "dns-connection");
        thread.setDaemon(true);
        thread.start();
    }

    /** All questions of one connection: clients may keep it. */
    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            while (true) {
                byte[] message = new byte[in.readUnsignedShort()];
                in.readFully(message);
                byte[] answer = answer(message, true);
                if (answer != null) {
                    out.writeShort(answer.length);
                    out.write(answer);
                    out.flush();
                }
            }
        } catch (IOException | RuntimeException e) {
            // the client has closed it, or sent no question
        }
    }

    private byte[] answer(byte[] message, boolean overTcp) {
        StringBuilder name = new StringBuilder();
        int at = HEADER;
        while (message[at] != 0) {
            int length = message[at];
            name.append(name.isEmpty() ? "" : ".")
                    .append(new String(message, at + 1, length, StandardCharsets.US_ASCII));
            at += length + 1;
        }
        int end = at + 5;
        int type = ((message[at + 1] & 0xFF) << 8) | (message[at + 2] & 0xFF);
        String asked = key(name.toString());
        questions.add(asked + " " + type + (overTcp ? " tcp" : " udp"));
        Map<Integer, DnsAnswer> types = names.get(asked);
        DnsAnswer answer = types == null ? DnsAnswer.NO_SUCH_NAME : types.getOrDefault(type, DnsAnswer.EMPTY);
        return answer.message(Arrays.copyOf(message, 2), Arrays.copyOfRange(message, HEADER, end), overTcp);
    }

    private static String key(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
