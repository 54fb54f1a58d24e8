# Makes the certificates and lists of ChainVerifierTest with openssl, in the current folder.
key() {
    [ -f "$1.key" ] && return
    case "$KIND" in
        rsa1024) openssl genrsa -out "$1.key" 1024 ;;
        *) openssl ecparam -genkey -name prime256v1 -noout -out "$1.key" ;;
    esac
}

# certificate NAME ISSUER-OR-self EXTENSIONS [OPTIONS of openssl x509]
certificate() {
    name=$1
    issuer=$2
    printf "$3" > "$name.ext"
    shift 3
    key "$name"
    openssl req -new -key "$name.key" -subj "/CN=$name" -out "$name.csr"
    if [ "$issuer" = self ]; then
        openssl x509 -req -in "$name.csr" -signkey "$name.key" -extfile "$name.ext" -out "$name.pem" -days 100 "$@"
    else
        openssl x509 -req -in "$name.csr" -CA "$issuer.pem" -CAkey "$issuer.key" -CAcreateserial \
            -extfile "$name.ext" -out "$name.pem" -days 100 "$@"
    fi
}

# list ISSUER FILE OPTIONS [REVOKED]
list() {
    data=$2.data
    mkdir "$data"
    touch "$data/index"
    echo 01 > "$data/number"
    printf "[ca]\ndefault_ca=x\n[x]\ndatabase=$data/index\ncrlnumber=$data/number\ndefault_md=sha256\n" > "$data/conf"
    [ -z "$4" ] || openssl ca -config "$data/conf" -cert "$1.pem" -keyfile "$1.key" -revoke "$4.pem"
    openssl ca -config "$data/conf" -cert "$1.pem" -keyfile "$1.key" -gencrl $3 -out "$2"
}

CA='basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n'
LEAF='basicConstraints=CA:false\nsubjectAltName=DNS:a.test\nauthorityKeyIdentifier=keyid\n'
ID='subjectKeyIdentifier=hash\n'

certificate root self "$CA"
certificate other self "$CA"
certificate middle root "$CA"
certificate second middle "$CA"
certificate leaf root "$LEAF"
certificate below-middle middle "$LEAF"
certificate below-second second "$LEAF"
certificate alone self "$LEAF"
certificate expired root "$LEAF" -days -1
certificate for-clients root "${LEAF}extendedKeyUsage=clientAuth\n"
certificate for-servers root "${LEAF}extendedKeyUsage=serverAuth\n"
certificate for-any root "${LEAF}extendedKeyUsage=anyExtendedKeyUsage\n"
certificate signs-lists root "${LEAF}keyUsage=critical,cRLSign\n"
certificate enciphers root "${LEAF}keyUsage=critical,keyEncipherment\n"
certificate signs root "${LEAF}keyUsage=critical,digitalSignature\n"
certificate no-signer root "basicConstraints=critical,CA:true\nkeyUsage=critical,cRLSign\n$ID"
certificate below-no-signer no-signer "$LEAF"
certificate no-constraints root "keyUsage=critical,keyCertSign\n$ID"
certificate below-no-constraints no-constraints "$LEAF"
certificate nothing root "$ID"
certificate below-nothing nothing "$LEAF"
KIND=rsa1024 certificate short root "$LEAF"
certificate sha1 root "$LEAF" -sha1
certificate limited root "basicConstraints=critical,CA:true,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\n$ID"
certificate too-deep limited "$CA"
certificate below-too-deep too-deep "$LEAF"
certificate critical root "${LEAF}1.2.3.4.5=critical,ASN1:NULL\n"
certificate other-names root "${CA}nameConstraints=critical,permitted;DNS:b.test\n"
certificate below-other-names other-names "$LEAF"

list root root.crl "-crldays 10"
list root revoked.crl "-crldays 10" leaf
list middle middle.crl "-crldays 10"
list root old.crl "-crl_lastupdate 20260101000000Z -crl_nextupdate 20260201000000Z"
cat root.crl middle.crl > both.crl
cat second.pem middle.pem > two.pem
cat too-deep.pem limited.pem > deep.pem
cat middle.pem root.pem > with-root.pem
